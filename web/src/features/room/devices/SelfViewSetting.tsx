import { SELF_VIEWS } from "../../../core/preferences";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { SelectField } from "../../../ui/Field";

/** Where one's own picture is. The others see it in any case. */
export function SelfViewSetting() {
  const { preferences } = useServices();
  const { t } = useTranslation();
  const selfView = useStorePart(preferences.state, (state) => state.selfView);
  const choose = (value: string) => {
    const chosen = SELF_VIEWS.find((view) => view === value);
    if (chosen !== undefined) preferences.set({ selfView: chosen });
  };
  return (
    <SelectField
      label={t("devices.selfView")}
      value={selfView}
      onChange={(event) => choose(event.target.value)}
    >
      {SELF_VIEWS.map((view) => (
        <option key={view} value={view}>
          {t(`devices.selfViews.${view}`)}
        </option>
      ))}
    </SelectField>
  );
}
