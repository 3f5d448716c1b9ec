import { useMemo } from "react";
import { encode } from "uqr";
import { useTranslation } from "../../../hooks/translation";
import { useCopy } from "../../../hooks/useCopy";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { CheckIcon, LinkIcon } from "../../../ui/icons";
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

/** Dark on light with a light edge, whatever the theme: scanners want it so. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { size: modules, data } = encode(text, { ecc: "M", border: 4 });
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: modules, path: dark.join("") };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
