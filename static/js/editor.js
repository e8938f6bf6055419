// What a page for writing runs besides app.js.
