// Writes a setting into the page's address, so that it can be shared and bookmarked.
export const putInAddress = (name, value) => {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
};
