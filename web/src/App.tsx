import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import type { Services } from "./core/services";
import { HomePage } from "./features/home/HomePage";
import { ErrorBoundary } from "./features/shell/ErrorBoundary";
import { NotFoundPage } from "./features/shell/NotFoundPage";
import { RequireAccount } from "./features/shell/RequireAccount";
import { Waiting } from "./features/shell/Waiting";
import { AuthProvider } from "./hooks/auth";
import { ServicesProvider } from "./hooks/services";
import { SignalingProvider } from "./hooks/signaling";
import { LanguageProvider, Words } from "./hooks/translation";
import type { LanguageService } from "./i18n/LanguageService";

const LoginPage = lazy(async () => ({ default: (await import("./features/auth/LoginPage")).LoginPage }));
const RegisterPage = lazy(async () => ({
  default: (await import("./features/auth/RegisterPage")).RegisterPage,
}));
const SetupPage = lazy(async () => ({ default: (await import("./features/setup/SetupPage")).SetupPage }));
const PasswordLinkPage = lazy(async () => ({
  default: (await import("./features/auth/PasswordLinkPage")).PasswordLinkPage,
}));
const CheckPage = lazy(async () => ({ default: (await import("./features/check/CheckPage")).CheckPage }));
const DashboardPage = lazy(async () => ({
  default: (await import("./features/dashboard/DashboardPage")).DashboardPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import("./features/settings/SettingsPage")).SettingsPage,
}));
const AdminPages = lazy(async () => ({ default: (await import("./features/admin/AdminPages")).AdminPages }));
const RoomPage = lazy(async () => ({ default: (await import("./features/room/RoomPage")).RoomPage }));

interface AppProps {
  services: Services;
  language: LanguageService;
}

export function App({ services, language }: AppProps) {
  return (
    <LanguageProvider service={language}>
      <ErrorBoundary what="app">
        <ServicesProvider services={services}>
          <AuthProvider>
            <SignalingProvider>
              <BrowserRouter>
                <Suspense fallback={<Waiting />}>
                  <Pages />
                </Suspense>
              </BrowserRouter>
            </SignalingProvider>
          </AuthProvider>
        </ServicesProvider>
      </ErrorBoundary>
    </LanguageProvider>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/" element={<HomePage />} />
      <Route path="/login" element={<LoginPage />} />
      <Route path="/register" element={<RegisterPage />} />
      <Route
        path="/setup"
        element={
          <Words area="setup">
            <SetupPage />
          </Words>
        }
      />
      <Route
        path="/password"
        element={
          <Words area="account">
            <PasswordLinkPage />
          </Words>
        }
      />
      <Route
        path="/check"
        element={
          <Words area="check">
            <CheckPage />
          </Words>
        }
      />
      <Route
        path="/dashboard"
        element={
          <RequireAccount>
            <DashboardPage />
          </RequireAccount>
        }
      />
      <Route path="/room/:roomId" element={<RoomPage />} />
      <Route
        path="/settings"
        element={
          <RequireAccount>
            <Words area="account">
              <SettingsPage />
            </Words>
          </RequireAccount>
        }
      />
      <Route
        path="/admin/*"
        element={
          <RequireAccount needs="admin">
            <Words area="admin">
              <AdminPages />
            </Words>
          </RequireAccount>
        }
      />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
