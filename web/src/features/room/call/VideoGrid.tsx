import type { CSSProperties, ReactNode } from "react";
import { useElementSize } from "../../../hooks/useElementSize";
import { gridLayout } from "./gridLayout";

const GAP = 8;

/** Lays its children out as large as the window allows. */
export function VideoGrid({ children, count }: { children: ReactNode; count: number }) {
  const [ref, size] = useElementSize();
  const layout = gridLayout(count, size.width, size.height, GAP);
  const style = {
    "--tile-width": `${layout.tileWidth}px`,
    "--tile-height": `${layout.tileHeight}px`,
    "--grid-gap": `${GAP}px`,
  } as CSSProperties;
  return (
    <div className="grid" ref={ref}>
      <div className="grid__tiles" style={style}>
        {children}
      </div>
    </div>
  );
}
