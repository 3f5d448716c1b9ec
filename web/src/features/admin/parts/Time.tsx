import { useTranslation } from "../../../hooks/translation";

/** A moment, as it is written here. */
export function Time({ at }: { at: string }) {
  const { format } = useTranslation();
  return <time dateTime={at}>{format.dateTime(new Date(at))}</time>;
}
