import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/** One line for each file and flavour: file, flavour, number of checks, broken rules. Tab separated. */
public class Verdicts {
  public static void main(String[] words) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 1; i < words.length; i++) {
      for (String name : words[0].split(",")) {
        System.out.println(words[i] + "\t" + name + "\t" + verdict(words[i], PDFAFlavour.byFlavourId(name)));
      }
    }
  }

  private static String verdict(String file, PDFAFlavour flavour) throws Exception {
    try (PDFAParser parser =
        Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
      ValidationResult result = ValidatorFactory.createValidator(flavour, false).validate(parser);
      TreeMap<String, String> broken = new TreeMap<>();
      for (TestAssertion one : result.getTestAssertions()) {
        if (one.getStatus() == TestAssertion.Status.FAILED) {
          String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
          broken.putIfAbsent(rule, one.getMessage().replaceAll("\\s+", " "));
        }
      }
      return result.getTotalAssertions() + "\t" + (result.isCompliant() ? "" : broken.toString());
    }
  }
}
