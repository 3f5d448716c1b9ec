import { useTranslation } from "../../../hooks/translation";
import { useCopy } from "../../../hooks/useCopy";
import { Button } from "../../../ui/Button";
import { CheckIcon, LinkIcon } from "../../../ui/icons";
import { QrIcon } from "../../../ui/viewIcons";

interface InviteCardProps {
  inviteUrl: string;
  onShowQr: () => void;
}

/** Beside one's own picture while nobody else is here: what to do about it. */
export function InviteCard({ inviteUrl, onShowQr }: InviteCardProps) {
  const { copied, copy } = useCopy();
  const { t } = useTranslation();
  return (
    <div className="invite">
      <h2>{t("invite.title")}</h2>
      <p>{t("invite.text")}</p>
      <p className="invite__link" dir="ltr">
        {inviteUrl}
      </p>
      <div className="invite__actions">
        <Button onClick={() => copy(inviteUrl)}>
          {copied ? <CheckIcon /> : <LinkIcon />}
          {copied ? t("common.copied") : t("invite.copy")}
        </Button>
        <Button look="secondary" onClick={onShowQr}>
          <QrIcon />
          {t("invite.showQr")}
        </Button>
      </div>
    </div>
  );
}
