import { PinIcon, UnpinIcon } from "../../../ui/viewIcons";

interface PinButtonProps {
  what: string;
  isPinned: boolean;
  onToggle: () => void;
}

/** Keeps one picture large, whoever speaks. */
export function PinButton({ what, isPinned, onToggle }: PinButtonProps) {
  const label = `${isPinned ? "Unpin" : "Pin"} ${what}`;
  return (
    <button type="button" className="tile__action" aria-label={label} title={label} onClick={onToggle}>
      {isPinned ? <UnpinIcon /> : <PinIcon />}
    </button>
  );
}
