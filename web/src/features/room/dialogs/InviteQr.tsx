import { useMemo } from "react";
import { encode } from "uqr";
import { useCopy } from "../../../hooks/useCopy";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { CheckIcon, LinkIcon } from "../../../ui/icons";
import "./dialogs.css";

/** For a phone in the same room: point its camera at it. */
export default function InviteQr({ inviteUrl, onClose }: { inviteUrl: string; onClose: () => void }) {
  const { copied, copy } = useCopy();
  return (
    <Dialog title="Invite with a QR code" onClose={onClose}>
      <p className="muted">Point the camera of a phone at it. The phone has to be in the same network.</p>
      <QrCode text={inviteUrl} />
      <p className="qr__link">{inviteUrl}</p>
      <Button onClick={() => copy(inviteUrl)}>
        {copied ? <CheckIcon /> : <LinkIcon />}
        {copied ? "Link copied" : "Copy this link"}
      </Button>
    </Dialog>
  );
}

/** Dark on light with a light edge, whatever the theme: scanners want it so. */
function QrCode({ text }: { text: string }) {
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
      aria-label="QR code of the invite link"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
