import { Navigate, Route, Routes } from "react-router";
import { AdminFrame } from "./AdminFrame";
import { AboutPage } from "./about/AboutPage";
import { AdminApiProvider } from "./adminApi";
import { BackupPage } from "./backup/BackupPage";
import { LogPage } from "./log/LogPage";
import { NetworkPage } from "./network/NetworkPage";
import { JoinSheetPage } from "./overview/JoinSheetPage";
import { OverviewPage } from "./overview/OverviewPage";
import { RoomPage } from "./rooms/RoomPage";
import { RoomsPage } from "./rooms/RoomsPage";
import { BoxSettingsPage } from "./settings/BoxSettingsPage";
import { UserPage } from "./users/UserPage";
import { UsersPage } from "./users/UsersPage";

/** All that is below `/admin`. */
export function AdminPages() {
  return (
    <AdminApiProvider>
      <AdminFrame>
        <Routes>
          <Route index element={<OverviewPage />} />
          <Route path="sheet" element={<JoinSheetPage />} />
          <Route path="users" element={<UsersPage />} />
          <Route path="users/:userId" element={<UserPage />} />
          <Route path="rooms" element={<RoomsPage />} />
          <Route path="rooms/:roomId" element={<RoomPage />} />
          <Route path="settings" element={<BoxSettingsPage />} />
          <Route path="network" element={<NetworkPage />} />
          <Route path="backup" element={<BackupPage />} />
          <Route path="log" element={<LogPage />} />
          <Route path="about" element={<AboutPage />} />
          <Route path="*" element={<Navigate to="/admin" replace />} />
        </Routes>
      </AdminFrame>
    </AdminApiProvider>
  );
}
