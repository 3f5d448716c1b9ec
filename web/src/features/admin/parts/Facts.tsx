import type { ReactNode } from "react";

type Fact = readonly [label: string, value: ReactNode];

/** Labels and values; what is undefined is left out. */
export function Facts({ rows }: { rows: readonly Fact[] }) {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== undefined)
        .map(([label, value]) => (
          <div key={label} className="facts__row">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Addresses, names and codes, each in a line of its own. */
export function Codes({ of }: { of: readonly string[] }) {
  if (of.length === 0) return "–";
  return (
    <ul className="codes">
      {of.map((code) => (
        <li key={code} dir="ltr">
          {code}
        </li>
      ))}
    </ul>
  );
}
