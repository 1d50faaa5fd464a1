import js from "@eslint/js";

export default [
  { ignores: ["graph/wenmai/serve/static/codemirror.js"] },
  js.configs.recommended,
  {
    rules: {
      "no-undef": "off", // the compiler knows which names there are
      "curly": ["error", "multi-line"],
      "eqeqeq": "error",
      "max-len": ["error", { code: 160, ignoreTemplateLiterals: true }],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["graph/wenmai/view/script/**/*.js", "graph/wenmai/serve/static/**/*.js"],
    rules: {
      "complexity": ["error", 14],
      "max-depth": ["error", 4],
      "max-lines": ["error", { max: 240, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 130, skipBlankLines: true, skipComments: true }],
      "no-control-regex": "off", // control characters of texts are what the page writes out
      "no-restricted-syntax": ["error", // the bundle of graph/wenmai/view/bundle.py has named imports and exports only
        { selector: "ExportDefaultDeclaration, ExportAllDeclaration, ExportSpecifier", message: "export where it is declared" },
        { selector: "ImportNamespaceSpecifier, ImportDefaultSpecifier, ImportExpression", message: "import by name" }],
    },
  },
];
