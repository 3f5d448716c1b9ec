import { useTranslation } from "../../../hooks/translation";
import { PinIcon, UnpinIcon } from "../../../ui/viewIcons";

interface PinButtonProps {
  what: "self" | "ownScreen" | "screen" | "face";
  /** Whose picture it is. */
  name: string;
  isPinned: boolean;
  onToggle: () => void;
}

/** Keeps one picture large, whoever speaks. */
export function PinButton({ what, name, isPinned, onToggle }: PinButtonProps) {
  const { t } = useTranslation();
  const label = isPinned ? t("tile.unpin", { what, name }) : t("tile.pin", { what, name });
  return (
    <button type="button" className="tile__action" aria-label={label} title={label} onClick={onToggle}>
      {isPinned ? <UnpinIcon /> : <PinIcon />}
    </button>
  );
}
