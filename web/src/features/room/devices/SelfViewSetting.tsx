import { SELF_VIEWS, type SelfView } from "../../../core/preferences";
import { useServices } from "../../../hooks/services";
import { useStorePart } from "../../../hooks/useStore";
import { SelectField } from "../../../ui/Field";

const NAMES: Record<SelfView, string> = {
  automatic: "Automatic",
  corner: "In a corner",
  grid: "Among the others",
  hidden: "Hidden from me",
};

/** Where one's own picture is. The others see it in any case. */
export function SelfViewSetting() {
  const { preferences } = useServices();
  const selfView = useStorePart(preferences.state, (state) => state.selfView);
  const choose = (value: string) => {
    const chosen = SELF_VIEWS.find((view) => view === value);
    if (chosen !== undefined) preferences.set({ selfView: chosen });
  };
  return (
    <SelectField label="Your own picture" value={selfView} onChange={(event) => choose(event.target.value)}>
      {SELF_VIEWS.map((view) => (
        <option key={view} value={view}>
          {NAMES[view]}
        </option>
      ))}
    </SelectField>
  );
}
