import { HISTORY_LENGTH } from "../../../core/admin/metrics";

const HEIGHT = 24;

/** How a number went, the latest at the right as on every chart. Decoration beside the number itself. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const most = Math.max(...values, 0);
  const x = (index: number) => HISTORY_LENGTH - values.length + index;
  const y = (value: number) => HEIGHT - 1 - (most === 0 ? 0 : (value / most) * (HEIGHT - 2));
  const line = values.map((value, index) => `${x(index)},${y(value).toFixed(2)}`).join(" ");
  const last = HISTORY_LENGTH - 1;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${last} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polygon className="sparkline__area" points={`${x(0)},${HEIGHT} ${line} ${last},${HEIGHT}`} />
      <polyline className="sparkline__line" points={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
