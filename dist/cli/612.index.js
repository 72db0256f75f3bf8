export const id = 612;
export const ids = [612];
export const modules = {

/***/ 4612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   rules: () => (/* binding */ rules)
/* harmony export */ });
/* harmony import */ var _report_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7912);
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4020);
/* harmony import */ var _exit_code_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3250);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3135);




const formats = ['text', 'json'];
const rules = {
    formats,
    options: {},
    help: [],
    examples: ['mesh-failover rules --format json'],
    async run(values, _operands, io) {
        for (const output of (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .outputsOf */ .Y)(values, formats)) {
            await (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .writeOutput */ .z)(output, output.format === 'json' ? asJson() : asText(), io);
        }
        return _exit_code_js__WEBPACK_IMPORTED_MODULE_2__/* .ExitCode */ .y.fine;
    },
};
function asJson() {
    const list = _rules_index_js__WEBPACK_IMPORTED_MODULE_1__/* .rules */ .a.map(({ name, code, category, severity, summary }) => {
        return { name, code, category, severity, summary };
    });
    return `${(0,_report_json_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)({ version: 1, rules: list })}\n`;
}
function asText() {
    const width = Math.max(..._rules_index_js__WEBPACK_IMPORTED_MODULE_1__/* .rules */ .a.map(({ name }) => name.length));
    return _rules_index_js__WEBPACK_IMPORTED_MODULE_1__/* .rules */ .a
        .map(({ name, code, severity, summary }) => {
        return `${code}  ${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`;
    })
        .join('');
}


/***/ })

};
