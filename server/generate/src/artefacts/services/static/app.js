// Asks every path of the gateway once and shows the answer beside it.
for (const item of document.querySelectorAll("#paths [data-path]")) {
  const answer = item.querySelector("span");
  try {
    const response = await fetch(item.dataset.path, { headers: { accept: "application/json" } });
    answer.textContent = `${response.status} ${response.statusText}`;
    item.className = response.ok ? "good" : "bad";
  } catch (error) {
    answer.textContent = `no answer: ${error.message}`;
    item.className = "bad";
  }
}
