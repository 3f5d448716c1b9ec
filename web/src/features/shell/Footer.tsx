import "./shell.css";

export function Footer() {
  return (
    <footer className="footer">
      <p>Runs on a box in this building. Nothing you say or show here leaves it.</p>
    </footer>
  );
}
