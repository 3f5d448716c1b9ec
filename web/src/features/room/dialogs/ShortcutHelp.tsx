import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { Dialog } from "../../../ui/Dialog";
import { CheckField } from "../../../ui/Field";
import { SHORTCUTS } from "../call/shortcuts";
import "./dialogs.css";

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { preferences } = useServices();
  const { t } = useTranslation();
  const isEnabled = useStorePart(preferences.state, ({ shortcuts }) => shortcuts);
  return (
    <Dialog title={t("shortcuts.title")} closeLabel={t("common.closeDialog")} onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map(({ key, command }) => (
          <div key={key} className="shortcuts__row">
            <dt>
              <kbd className="key">{key}</kbd>
            </dt>
            <dd>{t(`shortcuts.${command}`)}</dd>
          </div>
        ))}
      </dl>
      <CheckField
        label={t("shortcuts.enabled")}
        hint={t("shortcuts.enabledHint")}
        checked={isEnabled}
        onChange={(event) => preferences.set({ shortcuts: event.target.checked })}
      />
    </Dialog>
  );
}
