"""Forms that show a verb's refusal beside the field it names, with what was typed still there."""

from django import forms

from kit.refusals import Refused


class RefusableForm(forms.Form):
    """A form whose view hands it the refusal of the verb that it called."""

    def refuse(self, refused: Refused) -> None:
        """Show the refusal at its field, or above the form when it names none."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, forms.ValidationError(str(refused.text), code=refused.code))
