export const id = 404;
export const ids = [404];
export const modules = {

/***/ 6404:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explain: () => (/* binding */ explain)
/* harmony export */ });
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1400);
/* harmony import */ var _mesh_did_you_mean_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3092);
/* harmony import */ var _report_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7912);
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4020);
/* harmony import */ var _exit_code_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3250);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3135);






const formats = ['text', 'json'];
const explain = {
    formats,
    options: {},
    help: [],
    examples: ['mesh-failover explain max-ejection-percent-100', 'mesh-failover explain MF002'],
    async run(values, [name, ...more], io) {
        if (name === undefined || more.length) {
            throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y('explain takes one rule, by name or code (mesh-failover rules lists them)');
        }
        const rule = find(name);
        for (const output of (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .outputsOf */ .Y)(values, formats)) {
            await (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .writeOutput */ .z)(output, output.format === 'json' ? asJson(rule) : asText(rule), io);
        }
        return _exit_code_js__WEBPACK_IMPORTED_MODULE_2__/* .ExitCode */ .y.fine;
    },
};
function find(name) {
    const rule = _rules_index_js__WEBPACK_IMPORTED_MODULE_1__/* .rules */ .a.find((other) => other.name === name || other.code === name.toUpperCase());
    if (rule)
        return rule;
    const names = _rules_index_js__WEBPACK_IMPORTED_MODULE_1__/* .rules */ .a.map((other) => other.name);
    const near = (0,_mesh_did_you_mean_js__WEBPACK_IMPORTED_MODULE_5__/* .didYouMean */ .a)(name, names);
    throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`there is no rule "${name}"${near ? `; did you mean "${near}"?` : ''} (mesh-failover rules lists them)`);
}
function asJson({ name, code, category, severity, summary, description, references, }) {
    const object = { version: 1, name, code, category, severity, summary, description, references };
    return `${(0,_report_json_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(object)}\n`;
}
function asText({ name, code, category, severity, summary, description, references, }) {
    const sources = references.map((reference) => `  ${reference}`).join('\n');
    return [
        `${name} (${code}, ${category}, ${severity})`,
        summary,
        description,
        ...(sources ? [`Sources:\n${sources}`] : []),
        `Good and bad manifests: docs/rules/${name}.md`,
        `To accept it in one place: # mesh-failover-ignore: ${name} REASON\n`,
    ].join('\n\n');
}


/***/ })

};
