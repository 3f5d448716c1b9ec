import { useCallback, useState } from "react";
import { trustAddress, typed } from "../../../core/admin/addresses";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { Button } from "../../../ui/Button";
import { SelectField } from "../../../ui/Field";
import { Logo } from "../../../ui/Logo";
import { QrCode } from "../../shell/QrCode";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import "./join-sheet.css";

interface SheetFacts {
  name: string;
  urls: readonly string[];
}

/** What hangs on the wall: on paper it is all that there is of this page. */
export function JoinSheetPage() {
  const api = useAdminApi();
  const load = useCallback(async (): Promise<SheetFacts> => {
    const [{ boxName }, { urls }] = await Promise.all([api.boxSettings(), api.network()]);
    return { name: boxName, urls: urls.length > 0 ? urls.map(typed) : [location.origin] };
  }, [api]);
  const [facts, reload] = useLoaded(load);
  return (
    <Answer of={facts} onRetry={reload}>
      {(value) => <Sheet {...value} />}
    </Answer>
  );
}

function Sheet({ name, urls }: SheetFacts) {
  const { t } = useTranslation();
  const [chosen, choose] = useState(urls[0] ?? location.origin);
  const trust = trustAddress(chosen);
  return (
    <>
      <div className="card stack sheet-options">
        <p>{t("admin.sheet.lead")}</p>
        <SelectField
          label={t("admin.sheet.address")}
          value={chosen}
          onChange={(event) => choose(event.target.value)}
        >
          {urls.map((url) => (
            <option key={url}>{url}</option>
          ))}
        </SelectField>
        <Button onClick={() => window.print()}>{t("admin.sheet.print")}</Button>
      </div>
      <article className="sheet">
        <Logo name="Neko" />
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p className="sheet__lead">{t("common.description")}</p>
        <div className="sheet__steps">
          <Step number={1} title={t("admin.sheet.trust")} text={t("admin.sheet.trustText")} address={trust} />
          <Step number={2} title={t("admin.sheet.open")} text={t("admin.sheet.openText")} address={chosen} />
        </div>
        {urls.length > 1 && (
          <p className="sheet__others">
            {t("admin.sheet.others")} <bdi>{urls.filter((url) => url !== chosen).join(" · ")}</bdi>
          </p>
        )}
      </article>
    </>
  );
}

interface StepProps {
  number: number;
  title: string;
  text: string;
  address: string;
}

function Step({ number, title, text, address }: StepProps) {
  const { t } = useTranslation();
  return (
    <section className="sheet__step">
      <h2>
        {number}. {title}
      </h2>
      <QrCode text={address} label={t("admin.addresses.qr", { address })} />
      <p className="sheet__address" dir="ltr">
        {address}
      </p>
      <p>{text}</p>
    </section>
  );
}
