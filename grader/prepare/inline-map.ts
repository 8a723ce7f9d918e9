/** The module with its source map at its end, so that a debugger shows the author's own files. */
export function withInlineMap(code: string, map: string): string {
  const url = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
  return `${code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "")}\n//# sourceMappingURL=${url}\n`;
}
