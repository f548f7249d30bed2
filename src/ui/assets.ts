/** The folder of the files a browser loads: stylesheets, and the islands once they are built. Ends with a slash. */
export const PUBLIC_FOLDER = new URL("./public/", import.meta.url);

/** Where the pages expect the server to serve {@link PUBLIC_FOLDER}; no slash at the end. */
export const ASSETS_PATH = "/assets";
