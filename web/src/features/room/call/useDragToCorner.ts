import { type PointerEvent, useCallback, useEffect, useRef } from "react";
import type { Corner } from "../../../core/preferences";
import { nearestCorner } from "./stage";

/** Less is a click. */
const DRAG_STARTS_AT_PX = 6;

/** Lets an element be dragged; where it is let go decides to which corner of its parent it belongs. */
export function useDragToCorner(
  onCorner: (corner: Corner) => void,
): (event: PointerEvent<HTMLElement>) => void {
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);
  return useCallback(
    (event) => {
      const isOnButton = event.target instanceof Element && event.target.closest("button") !== null;
      if (event.button !== 0 || isOnButton) return;
      stop.current?.abort();
      stop.current = follow(event.currentTarget, event, onCorner);
    },
    [onCorner],
  );
}

/** On the window, because a quick hand is out of the element before that has noticed. */
function follow(
  element: HTMLElement,
  { clientX, clientY, pointerId }: PointerEvent,
  onCorner: (corner: Corner) => void,
): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  let isDragging = false;
  const end = () => {
    controller.abort();
    element.style.translate = "";
    element.classList.remove("cell--dragged");
  };
  const listen = (
    type: "pointermove" | "pointerup" | "pointercancel",
    react: (x: number, y: number) => void,
  ) =>
    window.addEventListener(
      type,
      (event) => event.pointerId === pointerId && react(event.clientX - clientX, event.clientY - clientY),
      { signal },
    );
  listen("pointermove", (x, y) => {
    isDragging ||= Math.hypot(x, y) >= DRAG_STARTS_AT_PX;
    if (!isDragging) return;
    element.classList.add("cell--dragged");
    element.style.translate = `${x}px ${y}px`;
  });
  listen("pointerup", () => {
    const corner = cornerUnder(element);
    end();
    if (isDragging) onCorner(corner);
  });
  listen("pointercancel", end);
  return controller;
}

function cornerUnder(element: HTMLElement): Corner {
  const here = element.getBoundingClientRect();
  const around = (element.parentElement ?? element).getBoundingClientRect();
  const fromLeft = here.left + here.width / 2 - around.left;
  const isRightToLeft = getComputedStyle(element).direction === "rtl";
  const x = isRightToLeft ? around.width - fromLeft : fromLeft;
  const y = here.top + here.height / 2 - around.top;
  return nearestCorner(x, y, around.width, around.height);
}
