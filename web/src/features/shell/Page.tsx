import type { ReactNode } from "react";
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
  useTitle(title);
  return (
    <>
      <Header />
      <main className={narrow ? "page page--narrow" : "page"}>{children}</main>
      <Footer />
    </>
  );
}
