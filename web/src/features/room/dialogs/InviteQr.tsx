import { useTranslation } from "../../../hooks/translation";
import { useCopy } from "../../../hooks/useCopy";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { CheckIcon, LinkIcon } from "../../../ui/icons";
import { QrCode } from "../../shell/QrCode";
import "./dialogs.css";

/** For a phone in the same room: point its camera at it. */
export default function InviteQr({ inviteUrl, onClose }: { inviteUrl: string; onClose: () => void }) {
  const { copied, copy } = useCopy();
  const { t } = useTranslation();
  return (
    <Dialog title={t("invite.qrTitle")} closeLabel={t("common.closeDialog")} onClose={onClose}>
      <p className="muted">{t("invite.qrText")}</p>
      <QrCode text={inviteUrl} label={t("invite.qrLabel")} />
      <p className="qr__link" dir="ltr">
        {inviteUrl}
      </p>
      <Button onClick={() => copy(inviteUrl)}>
        {copied ? <CheckIcon /> : <LinkIcon />}
        {copied ? t("invite.linkCopied") : t("invite.copyThis")}
      </Button>
    </Dialog>
  );
}
