// The live line of this window: opened once it has been in sight for a while, closed when it is out of sight. What
// the window shows is said anew each time it opens. Without a line everything works by reloading.
const settled = 2500;
const outOfSight = 60_000;

const heard = [];
let shown = null; // { event, sent, answered }
let socket = null;
let opening = 0;
let closing = 0;
let pause = settled;

// Do this with what is told under that name; "connect" and "disconnect" are the line's own.
export function hear(event, act) {
  heard.push([event, act]);
  socket?.on(event, act);
}

// This window shows a thing: `sent` gives what is said of it, `answered` gets the answer. `soon`: somebody waits.
export function show(event, sent, answered, soon = false) {
  shown = { event, sent, answered };
  if (soon) pause = 0;
  if (socket?.connected) saySeen();
  follow();
}

export function say(event, sent) {
  if (socket?.connected) socket.emit(event, sent, () => {});
}

export function openLine() {
  if (!document.querySelector("[data-bell], [data-here]")) return;
  document.addEventListener("visibilitychange", follow);
  // A page that the browser keeps for "back" must not be shown as read. A line that does not stand
  // yet is the browser's to drop: closing it here would leave a warning.
  addEventListener("pagehide", () => socket?.connected && socket.disconnect());
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
}

async function open() {
  if (socket) return void socket.connect();
  // Without a server there is no line, and the page says so elsewhere.
  const client = await import("socket.io-client").catch(() => null);
  if (!client || socket) return;
  // When the site starts anew, all of its windows come back: each at a moment of its own.
  const wait = 2000 + Math.random() * 13_000;
  socket = client.io({ transports: ["websocket"], reconnectionDelay: wait, reconnectionDelayMax: 60_000 });
  socket.on("connect", saySeen);
  for (const [event, act] of heard) socket.on(event, act);
}

function saySeen() {
  if (shown) socket.emit(shown.event, shown.sent(), shown.answered);
}

function follow() {
  clearTimeout(opening);
  clearTimeout(closing);
  if (document.hidden) closing = setTimeout(() => socket?.disconnect(), outOfSight);
  else if (!socket?.connected) opening = setTimeout(open, pause);
}
