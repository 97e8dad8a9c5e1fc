// VitePress's theme with the fonts of the reader's system, colours of our own, and a main landmark
// on home pages, which the theme gives to all others.
import { useData } from "vitepress";
import theme from "vitepress/theme-without-fonts";
import { onMounted, watch } from "vue";
import "./site.css";

export default {
  extends: theme,
  setup() {
    const { frontmatter } = useData();
    const mark = () => {
      const content = document.querySelector("#VPContent");
      if (frontmatter.value["layout"] === "home") content?.setAttribute("role", "main");
      else content?.removeAttribute("role");
    };
    onMounted(mark);
    watch(frontmatter, mark, { flush: "post" });
  },
};
