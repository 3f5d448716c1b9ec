import type { Ref } from "react";
import "./level-bar.css";

/** How loud it is: whoever shows it sets `--level`, 0 to 1, on the element itself, past React. */
export function LevelBar({ ref, label }: { ref: Ref<HTMLDivElement>; label: string }) {
  return (
    <div className="level" ref={ref} role="img" aria-label={label}>
      <span className="level__fill" />
    </div>
  );
}
