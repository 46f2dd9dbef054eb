// Relative links and anchors of Markdown files must lead somewhere.
import remarkValidateLinks from "remark-validate-links";

export default { plugins: [[remarkValidateLinks, { repository: false }]] };
