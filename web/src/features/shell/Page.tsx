import { type ReactNode, useEffect } from "react";
import { useServices } from "../../hooks/services";
import { useTitle } from "../../hooks/useTitle";
import { Footer } from "./Footer";
import { Header } from "./Header";
import "./shell.css";

/** Every page but the room: header, content, footer. */
export function Page({
  title,
  narrow = false,
  children,
}: {
  title: string;
  narrow?: boolean;
  children: ReactNode;
}) {
  const { upgrade } = useServices();
  useTitle(title);
  useEffect(() => {
    // Between two pages nothing is lost by taking the box's newer client.
    if (upgrade.isDue.get()) location.reload();
  }, [upgrade]);
  return (
    <>
      <Header />
      <main className={narrow ? "page page--narrow" : "page"}>{children}</main>
      <Footer />
    </>
  );
}
