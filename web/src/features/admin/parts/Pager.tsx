import { PAGE_SIZE } from "../../../core/admin/AdminApi";
import { useTranslation } from "../../../hooks/translation";
import { Button } from "../../../ui/Button";

interface PagerProps {
  offset: number;
  total: number;
  onMove: (offset: number) => void;
}

/** Which part of a list is shown, and the way to the others. */
export function Pager({ offset, total, onMove }: PagerProps) {
  const { t } = useTranslation();
  if (total === 0) return null;
  const last = Math.min(offset + PAGE_SIZE, total);
  return (
    <div className="pager">
      <p role="status">{t("admin.range", { first: offset + 1, last, total })}</p>
      {total > PAGE_SIZE && (
        <div className="admin__actions">
          <Button look="secondary" disabled={offset === 0} onClick={() => onMove(offset - PAGE_SIZE)}>
            {t("admin.previous")}
          </Button>
          <Button look="secondary" disabled={last === total} onClick={() => onMove(offset + PAGE_SIZE)}>
            {t("admin.next")}
          </Button>
        </div>
      )}
    </div>
  );
}
