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
  return (
    <div className="invite">
      <h2>You are the first one here</h2>
      <p>Send this link to whoever should join. They need a browser and no account.</p>
      <p className="invite__link">{inviteUrl}</p>
      <div className="invite__actions">
        <Button onClick={() => copy(inviteUrl)}>
          {copied ? <CheckIcon /> : <LinkIcon />}
          {copied ? "Copied" : "Copy the link"}
        </Button>
        <Button look="secondary" onClick={onShowQr}>
          <QrIcon />
          Show a QR code
        </Button>
      </div>
    </div>
  );
}
