// Letting this browser tell of news: asks the browser for leave, and sends the address it gives out.
export async function pushing() {
  const form = document.querySelector("form[data-push]");
  if (!form) return;
  const [button, said] = [form.querySelector("button"), form.querySelector("[role=status]")];
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    said.textContent = form.dataset.never;
    return;
  }
  if (Notification.permission === "denied") said.textContent = form.dataset.denied;
  form.querySelector("[data-push-form]").hidden = false;

  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      await offer(form);
      form.requestSubmit();
    } catch {
      said.textContent = form.dataset[Notification.permission === "denied" ? "denied" : "failed"];
    }
    button.disabled = false;
  });
}

async function offer(form) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("no leave");
  const worker = await navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope });
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(form.dataset.key),
  });
  const { endpoint, keys } = subscription.toJSON();
  Object.entries({ endpoint, ...keys }).forEach(([name, value]) => {
    if (form.elements[name]) form.elements[name].value = value;
  });
}

function bytesOf(words) {
  const plain = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
