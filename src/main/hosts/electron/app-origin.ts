// The address the dashboard has inside the desktop app.

export const APP_SCHEME = 'app';
export const APP_HOST = 'hookline';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;
