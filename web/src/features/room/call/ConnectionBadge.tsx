import type { Quality } from "../../../core/rtc/quality";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { SignalBars } from "../../../ui/SignalBars";
import { BARS } from "../quality/bars";

/** Beside a name whose path is weak; a good one needs no telling. */
export function ConnectionBadge({ connectionId }: { connectionId: string }) {
  const { quality } = useServices().call;
  const { t } = useTranslation();
  const tier = useStorePart(quality.state, ({ tiers }) => tiers.get(connectionId));
  if (!isWeak(tier)) return null;
  return (
    <span className="tile__signal" data-peer-quality={tier} title={t(`quality.words.${tier}`)}>
      <SignalBars bars={BARS[tier]} />
      <span className="visually-hidden">{t(`quality.words.${tier}`)}</span>
    </span>
  );
}

function isWeak(tier: Quality | undefined): tier is "fair" | "poor" {
  return tier === "fair" || tier === "poor";
}
