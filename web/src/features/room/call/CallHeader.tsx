import { useTranslation } from "../../../hooks/translation";
import { useCopy } from "../../../hooks/useCopy";
import { CheckIcon, LinkIcon } from "../../../ui/icons";
import { Mark } from "../../../ui/Logo";
import { Menu, type MenuItem } from "../../../ui/Menu";
import { MoreIcon } from "../../../ui/viewIcons";
import { NetworkQualityIndicator } from "./NetworkQualityIndicator";

interface CallHeaderProps {
  roomName: string;
  inviteUrl: string;
  /** What there is to do besides. */
  items: readonly MenuItem[];
}

export function CallHeader({ roomName, inviteUrl, items }: CallHeaderProps) {
  const { copied, copy } = useCopy();
  const { t } = useTranslation();
  return (
    <header className="call-header">
      <Mark className="call-header__mark" />
      <h1 className="call-header__name" dir="auto">
        {roomName}
      </h1>
      <NetworkQualityIndicator />
      <button
        type="button"
        className="call-header__invite"
        aria-label={t("call.copyInvite")}
        onClick={() => copy(inviteUrl)}
      >
        {copied ? <CheckIcon /> : <LinkIcon />}
        <span aria-live="polite">{copied ? t("common.copied") : t("call.invite")}</span>
      </button>
      <Menu label={t("call.moreOptions")} icon={<MoreIcon />} items={items} />
    </header>
  );
}
