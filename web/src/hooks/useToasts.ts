import { useCallback, useEffect, useRef, useState } from "react";

export interface Toast {
  key: number;
  text: string;
  tone: "plain" | "warning";
}

const SHOWN_MS = { plain: 4_000, warning: 9_000 };

/** Short sentences that are shown for a moment: what to show now, and how to add one. */
export function useToasts(): [readonly Toast[], (text: string, tone?: Toast["tone"]) => void] {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextKey = useRef(0);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const pending = timers.current;
    return () => pending.forEach(clearTimeout);
  }, []);
  const push = useCallback((text: string, tone: Toast["tone"] = "plain") => {
    nextKey.current += 1;
    const key = nextKey.current;
    setToasts((shown) => [...shown, { key, text, tone }]);
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setToasts((shown) => shown.filter((toast) => toast.key !== key));
    }, SHOWN_MS[tone]);
    timers.current.add(timer);
  }, []);
  return [toasts, push];
}

/** Calls `react` with the value before and the value now, at each change after the first. */
export function useChange<T>(value: T, react: (before: T, now: T) => void): void {
  const before = useRef(value);
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    const previous = before.current;
    before.current = value;
    react(previous, value);
  }, [value, react]);
}
