import { useState } from "react";
import { textOf } from "../../../core/admin/boxFile";
import { useTranslation } from "../../../hooks/translation";
import type { SettingInfo, SettingsAnswer, SettingValue } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { Badge } from "../parts/Badge";
import { SettingForm } from "./SettingForm";

interface SettingRowProps {
  setting: SettingInfo;
  onChanged: (answer: SettingsAnswer) => void;
}

/** One setting: what it is for (in the box's words, which are English), what it is, and who says so. */
export function SettingRow({ setting, onChanged }: SettingRowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { key, value, next, default: usual, origin, place, description, changeable, restart } = setting;
  const shown = useShown();
  return (
    <li className="setting">
      <div className="setting__head">
        <p className="setting__key" dir="ltr">
          {key}
        </p>
        {!isOpen && changeable && (
          <Button
            look="quiet"
            aria-label={t("admin.file.changeThis", { setting: key })}
            onClick={() => setOpen(true)}
          >
            {t("admin.file.change")}
          </Button>
        )}
      </div>
      <p className="setting__about" lang="en" dir="ltr">
        {description}
      </p>
      <p className="setting__value">
        <strong dir="ltr" data-setting={key}>
          {shown(value)}
        </strong>
        {next !== undefined && <Badge tone="warning">{t("admin.file.next", { value: textOf(next) })}</Badge>}
      </p>
      <p className="setting__facts">
        {t(`admin.file.origins.${origin}`)}
        {place !== undefined && <bdi> · {place}</bdi>}
        {origin !== "default" && ` · ${t("admin.file.usual", { value: shown(usual) })}`}
        {!changeable && ` · ${t("admin.file.fixed")}`}
        {changeable && restart && ` · ${t("admin.file.restart")}`}
      </p>
      {isOpen && (
        <SettingForm
          setting={setting}
          onClose={() => setOpen(false)}
          onChanged={(answer) => {
            setOpen(false);
            onChanged(answer);
          }}
        />
      )}
    </li>
  );
}

/** @returns how a value is written for people */
function useShown(): (value: SettingValue) => string {
  const { t } = useTranslation();
  return (value) => {
    if (typeof value === "boolean") return t(value ? "admin.file.yes" : "admin.file.no");
    return textOf(value).replaceAll("\n", ", ") || t("admin.file.empty");
  };
}
