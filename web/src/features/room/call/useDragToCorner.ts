import { type PointerEvent, useRef } from "react";
import type { Corner } from "../../../core/preferences";
import { nearestCorner } from "./stage";

/** Less is a click. */
const DRAG_STARTS_AT_PX = 6;

interface DragHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
}

/** Lets an element be dragged; where it is let go decides to which corner of its parent it belongs. */
export function useDragToCorner(onCorner: (corner: Corner) => void): DragHandlers {
  const start = useRef<{ x: number; y: number; isDragging: boolean } | null>(null);
  const end = (element: HTMLElement) => {
    const wasDragging = start.current?.isDragging === true;
    start.current = null;
    element.style.translate = "";
    element.classList.remove("cell--dragged");
    return wasDragging;
  };
  return {
    onPointerDown(event) {
      const isOnButton = event.target instanceof Element && event.target.closest("button") !== null;
      if (event.button !== 0 || isOnButton) return;
      start.current = { x: event.clientX, y: event.clientY, isDragging: false };
    },
    onPointerMove(event) {
      if (start.current === null) return;
      const [x, y] = [event.clientX - start.current.x, event.clientY - start.current.y];
      const element = event.currentTarget;
      if (!start.current.isDragging) {
        if (Math.hypot(x, y) < DRAG_STARTS_AT_PX) return;
        start.current.isDragging = true;
        element.setPointerCapture(event.pointerId);
        element.classList.add("cell--dragged");
      }
      element.style.translate = `${x}px ${y}px`;
    },
    onPointerUp(event) {
      const element = event.currentTarget;
      const here = element.getBoundingClientRect();
      const around = element.parentElement?.getBoundingClientRect();
      if (!end(element) || around === undefined) return;
      const x = here.left + here.width / 2 - around.left;
      const y = here.top + here.height / 2 - around.top;
      onCorner(nearestCorner(x, y, around.width, around.height));
    },
    onPointerCancel(event) {
      end(event.currentTarget);
    },
  };
}
