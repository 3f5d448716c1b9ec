import { useCallback } from "react";
import { useNavigate } from "react-router";
import { roomPath } from "../../core/session/invite";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { CheckField, SelectField, TextField } from "../../ui/Field";
import { Notice } from "../../ui/Notice";

const DEFAULT_PLACES = 6;
/** What a mesh carries: everybody sends to everybody. */
const PLACES = [2, 3, 4, 5, 6, 7, 8, 9, 10];

export function CreateRoom() {
  const { api } = useServices();
  const navigate = useNavigate();
  const { t } = useTranslation();
  const create = useCallback(
    async (fields: FormFields) => {
      const description = fields.text("description");
      const room = await api.createRoom({
        name: fields.text("name"),
        ...(description === "" ? {} : { description }),
        isPublic: fields.checked("isPublic"),
        maxParticipants: Number(fields.text("maxParticipants")),
      });
      await navigate(roomPath(room.roomId, room.accessToken));
    },
    [api, navigate],
  );
  const { isBusy, problem, onSubmit } = useSubmit(create);
  return (
    <form className="stack" onSubmit={onSubmit}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      <TextField
        label={t("dashboard.roomName")}
        name="name"
        dir="auto"
        required
        maxLength={100}
        autoComplete="off"
      />
      <details className="options">
        <summary className="options__summary">{t("dashboard.moreOptions")}</summary>
        <div className="stack options__body">
          <TextField
            label={t("dashboard.description")}
            name="description"
            dir="auto"
            maxLength={500}
            autoComplete="off"
          />
          <SelectField label={t("dashboard.places")} name="maxParticipants" defaultValue={DEFAULT_PLACES}>
            {PLACES.map((places) => (
              <option key={places} value={places}>
                {t("dashboard.people", { count: places })}
              </option>
            ))}
          </SelectField>
          <CheckField
            label={t("dashboard.listedForEveryone")}
            name="isPublic"
            hint={t("dashboard.listedHint")}
          />
        </div>
      </details>
      <Button type="submit" wide isBusy={isBusy}>
        {t("dashboard.createRoom")}
      </Button>
    </form>
  );
}
