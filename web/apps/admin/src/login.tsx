import { useNavigate, useSearch } from '@tanstack/react-router';
import { LogInForm } from './login-form';

export function LogIn() {
  const navigate = useNavigate();
  const { back } = useSearch({ from: '/login' });
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="panel w-full max-w-80 p-5">
        <h1 className="page-title mb-4">Sanduk</h1>
        <LogInForm onDone={() => navigate({ href: back ?? '/', replace: true })} />
      </div>
    </main>
  );
}
