// Runs in the background of a browser that tells of news: it shows what it is told and opens the list.
// It reads no page, keeps nothing and answers no request.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  if (!told.title) return;
  const shown = { body: told.body, tag: "news", data: told.url };
  event.waitUntil(self.registration.showNotification(told.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = event.notification.data;
  if (url && new URL(url).origin === self.location.origin) event.waitUntil(self.clients.openWindow(url));
});
