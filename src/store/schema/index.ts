export * from "./accounts.ts";
export * from "./actors.ts";
export * from "./cases.ts";
export * from "./feeds.ts";
export * from "./federation.ts";
export * from "./oauth.ts";
export * from "./queue.ts";
