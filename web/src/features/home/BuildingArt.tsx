/** The idea in one picture: a house whose windows talk to each other through the box in its middle. */
interface Window {
  x: number;
  y: number;
  tone: number;
  talks?: boolean;
}

const WINDOWS: readonly Window[] = [
  { x: 66, y: 104, tone: 1 },
  { x: 186, y: 104, tone: 2, talks: true },
  { x: 306, y: 104, tone: 3 },
  { x: 66, y: 214, tone: 4 },
  { x: 306, y: 214, tone: 5 },
];

export function BuildingArt() {
  return (
    <svg className="building" viewBox="0 0 460 380" aria-hidden="true">
      <path
        className="building__wall"
        d="M36 352V84q0-14 14-14h12L96 22q6-9 15 0l42 48h154l42-48q9-9 15 0l34 48h12q14 0 14 14v268Z"
      />
      <g className="building__wires">
        <path d="M110 184v16q0 8 8 8h224q8 0 8-8v-16M230 184v58M154 254h32M306 254h-32" />
      </g>
      {WINDOWS.map((window) => (
        <WindowArt key={`${window.x}-${window.y}`} {...window} />
      ))}
      <g transform="translate(186 228)">
        <path
          className="building__box"
          d="M0 62V10c0-6 6-9 11-5l13 10h40L77 5c5-4 11-1 11 5v52q0 12-12 12H12Q0 74 0 62Z"
        />
        <circle className="building__light" cx="28" cy="42" r="6" />
        <circle className="building__light" cx="60" cy="42" r="6" />
      </g>
      <path className="building__ground" d="M2 352h456" />
      <path className="building__door" d="M204 352v-22q0-8 8-8h36q8 0 8 8v22Z" />
    </svg>
  );
}

function WindowArt({ x, y, tone, talks = false }: Window) {
  return (
    <g transform={`translate(${x} ${y})`} className={`building__window building__window--${tone}`}>
      {talks && <rect className="building__speaking" x="-5" y="-5" width="98" height="90" rx="17" />}
      <rect className="building__glass" width="88" height="80" rx="12" />
      <path className="building__person" d="M14 80q2-26 30-26t30 26Z" />
      <circle className="building__person" cx="44" cy="33" r="15" />
    </g>
  );
}
