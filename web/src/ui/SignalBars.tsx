import "./signal-bars.css";

/** How well something is received, in four bars. Decoration: words beside it say the same. */
export function SignalBars({ bars }: { bars: number }) {
  return (
    <svg className="signal" width="20" height="16" viewBox="0 0 20 16" aria-hidden="true">
      {[0, 1, 2, 3].map((bar) => (
        <rect
          key={bar}
          className={bar < bars ? "signal__bar signal__bar--on" : "signal__bar"}
          x={bar * 5.2}
          y={11 - bar * 3.6}
          width="3.6"
          height={5 + bar * 3.6}
          rx="1.4"
        />
      ))}
    </svg>
  );
}
