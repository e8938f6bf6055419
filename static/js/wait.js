// Calls what it was given once things have been quiet for a while (milliseconds).
export function whenQuiet(milliseconds, act) {
  let timer = 0;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds, ...values);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
