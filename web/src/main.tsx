import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createServices } from "./core/services";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(<App services={createServices()} />);
