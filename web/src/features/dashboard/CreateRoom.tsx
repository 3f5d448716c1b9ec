import { useCallback } from "react";
import { useNavigate } from "react-router";
import { roomPath } from "../../core/session/invite";
import { useServices } from "../../hooks/services";
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
      <TextField label="Room name" name="name" required maxLength={100} autoComplete="off" />
      <details className="options">
        <summary className="options__summary">More options</summary>
        <div className="stack options__body">
          <TextField label="Description" name="description" maxLength={500} autoComplete="off" />
          <SelectField label="Places" name="maxParticipants" defaultValue={DEFAULT_PLACES}>
            {PLACES.map((places) => (
              <option key={places} value={places}>
                {places} people
              </option>
            ))}
          </SelectField>
          <CheckField
            label="Listed for everyone here"
            name="isPublic"
            hint="Otherwise only people with the link can come in."
          />
        </div>
      </details>
      <Button type="submit" wide isBusy={isBusy}>
        Create room
      </Button>
    </form>
  );
}
